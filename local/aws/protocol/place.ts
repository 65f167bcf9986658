/** An account in a Region: where a call, an event or a resource belongs. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
