import "./api/noEval";
import "./components/mantine";
import "./components/global.css";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, makeRouter } from "./App";
import { makeAppQueries } from "./queries";

// The scroll lock of dialogs writes a style element of its own; it asks this package for the nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce) setNonce(nonce);

const { queries, router } = makeAppQueries(makeRouter);

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no root element.");
createRoot(place).render(
  <StrictMode>
    <App router={router} queries={queries} />
  </StrictMode>,
);
