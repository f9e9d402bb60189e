/** How many connections each program opens to the database, and to its replicas, at most. */
export const MAX_CONNECTIONS = 10;
