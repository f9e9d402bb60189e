import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.resolve("cdktf"));

// cdktf takes a whole stack trace of each token, and Node maps each of its lines to a source. Only the
// message of an error in a token would show it, beside the stack trace of the error itself.
Object.assign(require("./tokens/private/stack-trace.js"), { captureStackTrace: () => [] });

// cdktf packs assets in a separate process. The archiver that it loads here, too, is half of its modules.
const archiver = require.resolve("archiver");
require.cache[archiver] = Object.assign(new Module(archiver), { loaded: true });

// cdktf resolves the tokens of each element, and then of the whole stack, which has the key "//": that is
// enough for JSON. It searches for other stacks' references, and makes HCL, from the elements.
const tokens = require("./_tokens.js");
const { resolve } = tokens;
Object.assign(tokens, {
  resolve(stack: Resolving, value: object, preparing = false): unknown {
    const isNeeded = preparing || stack.synthesizer.hclOutput || "//" in value;
    return isNeeded ? resolve(stack, value, preparing) : withoutUndefined(value);
  },
});

/** A stack of cdktf whose tokens are resolved. */
interface Resolving {
  readonly synthesizer: { readonly hclOutput: boolean };
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}
