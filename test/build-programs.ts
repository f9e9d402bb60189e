import { buildPrograms } from "../programs.ts";
import { programs } from "../shop/programs.ts";

/** Images' programs and files are there before any test looks at a stage. */
export const setup = () => buildPrograms({ name: "shop", build: programs });
