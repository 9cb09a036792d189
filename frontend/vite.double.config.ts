import { mergeConfig } from "vite";
import { apiDoublePlugin } from "./src/testing/apiDoublePlugin";
import base from "./vite.config";

// The API is answered from src/testing: every page can be drawn and looked at without the server.
export default mergeConfig(base, { plugins: [apiDoublePlugin()], server: { proxy: {} } });
