/** The application that the stages carry. Replace it by your own: docs/your-application.md. */
export { default } from "./shop/application.ts";
