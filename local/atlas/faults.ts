/** A scripted fault: what to match, and what to do instead of answering. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** How many requests it hits. Default 1. */
  readonly times?: number;
  /** World time, milliseconds; hits only within. */
  readonly from?: number;
  readonly until?: number;
  /** Carry the request out all the same, then lose its response. */
  readonly afterEffect?: boolean;
  readonly effect: FaultEffect;
  /** What happens in the world at that moment, after the request has had its effect if it has one. */
  readonly meanwhile?: () => void;
}

/** A response as it goes over the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type FaultEffect =
  /** The connection breaks. */
  | { readonly kind: 'drop' }
  /** The connection stays, and nothing comes. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request is carried out, and its response altered on the way. A challenge passes as it is. */
  | { readonly kind: 'alter'; readonly alter: (reply: WireResponse) => WireResponse }
  /**
   * A cache: the last response of 200 to this path that differs from what Atlas would say now. Where there is none yet,
   * Atlas responds, and the fault waits.
   */
  | { readonly kind: 'replay' };

/** Faults hit before authentication, as a proxy's or a load balancer's do. */
export class Faults {
  private readonly scripted: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 });
  }

  /** Every request in a span of world time fails. */
  outage(from: number, until: number, effect: FaultEffect = { kind: 'response', status: 503 }): void {
    this.add({ from, until, times: Number.POSITIVE_INFINITY, effect });
  }

  clear(): void {
    this.scripted.length = 0;
  }

  next(method: string, path: string, now: number): Fault | undefined {
    const found = this.scripted.find(({ fault, left }) => left > 0 && matches(fault, method, path, now));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  }

  /** A fault that did not find what it is for hits another request. */
  giveBack(fault: Fault): void {
    const found = this.scripted.find((one) => one.fault === fault);
    if (found !== undefined) found.left += 1;
  }
}

function matches(fault: Fault, method: string, path: string, now: number): boolean {
  return (
    (fault.method === undefined || fault.method === method) &&
    (fault.path?.test(path) ?? true) &&
    now >= (fault.from ?? Number.NEGATIVE_INFINITY) &&
    now < (fault.until ?? Number.POSITIVE_INFINITY)
  );
}
