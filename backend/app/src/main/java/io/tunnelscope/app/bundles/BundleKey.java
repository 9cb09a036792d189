package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/**
 * What a zip is called in the store, {@code tenant/run/….zip}. Made here of ids; nothing that a
 * person sends becomes part of it.
 */
final class BundleKey {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f-]{36}/[0-9a-f-]{36}/(?:uploaded|written-[0-9a-f-]{36})\\.zip");

  private BundleKey() {}

  /** A run may be tried twice, and the first try may still be writing: its files do not meet. */
  static String of(TenantId tenant, RunId run, String origin, Uuid7 ids) {
    var name =
        switch (origin) {
          case StoredBundle.UPLOADED -> origin;
          case StoredBundle.WRITTEN -> origin + "-" + ids.next();
          default -> throw new IllegalArgumentException("unknown origin of a bundle");
        };
    return tenant + "/" + run + "/" + name + ".zip";
  }

  /**
   * The key itself. One of another tenant or of another shape is a bug, or somebody wrote into the
   * database: no such zip then.
   */
  static String check(TenantId tenant, String key) throws NoSuchFileException {
    if (!FORM.matcher(key).matches() || !key.startsWith(tenant + "/")) {
      throw new NoSuchFileException("no key of this store");
    }
    return key;
  }
}
