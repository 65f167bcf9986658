/** Account and Region of a call, an event or a resource. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
