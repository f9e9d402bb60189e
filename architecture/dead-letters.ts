/** The end of a dead-letter queue's name. The queue holds messages that cannot be processed. */
export const DEAD_LETTER_SUFFIX = ".dead";

/** Returns the name of a queue's dead-letter queue: `charges.dead`. */
export function deadLetterQueueOf(queue: string): string {
  return `${queue}${DEAD_LETTER_SUFFIX}`;
}
