import { loadApplication } from "../../load-application.ts";
import { UserError } from "./user-error.ts";

/** Loads the application that the stages carry. A declaration that was refused is the user's error. */
export async function readApplication() {
  try {
    return await loadApplication();
  } catch (error) {
    // what else its module throws keeps its stack
    if (error instanceof Error && error.constructor === Error) throw new UserError(error.message);
    throw error;
  }
}
