import * as z from "zod/mini";
import { runStates } from "../model/run";
import { checked, errorOf, requestHeaders, tenantPath, Unreachable } from "./client";

const startedJson = z.object({ id: z.string(), state: z.enum(runStates), target: z.string() });

/**
 * Sends the files as one case. `fetch` cannot tell how far an upload is, so this is an XMLHttpRequest.
 * `onProgress` gets 0 to 1. Aborting ends the upload; nothing is kept by the server then.
 */
export function uploadBundle(
  tenant: string,
  files: File[],
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<z.infer<typeof startedJson>> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const file of files) form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", `${tenantPath(tenant)}/bundles`);
    const headers = requestHeaders("POST", "application/json, application/problem+json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () => {
      reject(new Unreachable("upload"));
    };
    request.onabort = () => {
      reject(new DOMException("The upload was stopped.", "AbortError"));
    };
    request.onload = () => {
      const contentType = request.getResponseHeader("content-type") ?? "";
      try {
        if (request.status < 200 || request.status > 299) {
          throw errorOf(
            request.status,
            contentType,
            request.responseText,
            request.getResponseHeader("retry-after"),
          );
        }
        resolve(checked(request.status, contentType, request.responseText, startedJson));
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- always an ApiError
        reject(error);
      }
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(form);
  });
}
