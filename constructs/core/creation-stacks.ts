import stackTrace from "cdktf/lib/tokens/private/stack-trace.js";

// cdktf takes a whole stack trace of each token, and Node maps each of its lines to a source. Only the
// message of an error in a token would show it, beside the stack trace of the error itself.
Object.assign(stackTrace, { captureStackTrace: () => [] });
