/**
 * A warning is part of an execution's input and of an event, and a project may have hundreds of clusters, a security
 * group hundreds of rules.
 */
const LIMIT = 10;

/** For messages: `a, b, c`; of a long list the first ten `and 7 more`. */
export function summarize(items: readonly string[]): string {
  const shown = items.slice(0, LIMIT).join(', ');
  return items.length > LIMIT ? `${shown} and ${items.length - LIMIT} more` : shown;
}
