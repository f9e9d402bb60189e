import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.resolve("cdktf"));

// cdktf takes a whole stack trace of each token, and Node maps each of its lines to a source. Only the
// message of an error in a token would show it, beside the stack trace of the error itself.
Object.assign(require("./tokens/private/stack-trace.js"), { captureStackTrace: () => [] });

// cdktf packs assets in a separate process. The archiver that it loads here, too, is half of its modules.
const archiver = require.resolve("archiver");
require.cache[archiver] = Object.assign(new Module(archiver), { loaded: true });
