/** What was found where a deploy asks for something that it needs. */
export interface Answer {
  readonly found: string;
  /** What the deploy still does about it; undefined if it is as it has to be. */
  readonly todo?: string;
}
