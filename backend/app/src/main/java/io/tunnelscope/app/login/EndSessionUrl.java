package io.tunnelscope.app.login;

import io.netty.handler.codec.http.QueryStringEncoder;
import java.net.URI;

/** The address at a provider where people sign out of it. */
final class EndSessionUrl {
  private EndSessionUrl() {}

  /**
   * @param idToken tells the provider whose session ends
   * @param back where it sends the browser then
   */
  static String of(URI address, IdentityProvider provider, String idToken, String back) {
    var query = new QueryStringEncoder("");
    query.addParam("id_token_hint", idToken);
    query.addParam("client_id", provider.clientId());
    query.addParam("post_logout_redirect_uri", back);
    var parameters = query.toString().substring(1);
    return address + (address.getRawQuery() == null ? "?" : "&") + parameters;
  }
}
