import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { App, makeRouter } from "../App";
import { makeAppQueries } from "../queries";
import { ApiDouble } from "./apiDouble";

/** The whole product at an address, answered by a double: what a user would see and do. */
export function renderApp(path: string, double = new ApiDouble()) {
  answerFrom(double);
  const history = createMemoryHistory({ initialEntries: [path] });
  const { queries, router } = makeAppQueries((client) => makeRouter(client, history));
  const view = render(<App router={router} queries={queries} />);
  return { ...view, double, router, user: userEvent.setup() };
}

/** Lets `fetch` be answered by the double. Relative addresses get an origin, as in a browser. */
export function answerFrom(double: Pick<ApiDouble, "handle">): void {
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    if (init?.signal?.aborted) throw new DOMException("Aborted", "AbortError");
    const address = input instanceof Request ? input.url : String(input);
    return double.handle(
      new Request(new URL(address, "http://tunnelscope.test"), {
        method: init?.method,
        headers: init?.headers,
        body: init?.body,
      }),
    );
  });
}
