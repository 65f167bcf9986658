/** A warning travels in an execution's input and in an event: a project may have hundreds of clusters, a group of rules. */
const LIMIT = 10;

/** For messages: `a, b, c`; of many the first ten `and 7 more`. */
export function summarize(items: readonly string[]): string {
  const shown = items.slice(0, LIMIT).join(', ');
  return items.length > LIMIT ? `${shown} and ${items.length - LIMIT} more` : shown;
}
