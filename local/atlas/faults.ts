/** A scripted fault: which requests it applies to, and what happens instead of a response. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** Number of requests to which it applies. Default: 1. */
  readonly times?: number;
  /** World time in milliseconds since the epoch; the fault applies only within this time. */
  readonly from?: number;
  readonly until?: number;
  /** If true, the request is carried out, but its response is lost. */
  readonly afterEffect?: boolean;
  readonly effect: FaultEffect;
  /** Called at the time of the fault, after the request has had its effect, if it has one. */
  readonly meanwhile?: () => void;
}

/** A response as it is sent to the client. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type FaultEffect =
  /** The connection is closed without a response. */
  | { readonly kind: 'drop' }
  /** The connection stays open without a response. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request is carried out, and its response is altered. A challenge is not altered. */
  | { readonly kind: 'alter'; readonly alter: (reply: WireResponse) => WireResponse }
  /**
   * A stale response of a cache: the last response with 200 to this path that differs from the current one. If there is
   * none yet, Atlas responds, and the fault stays active.
   */
  | { readonly kind: 'replay' };

/** Faults apply before authentication, like those of a proxy or load balancer. */
export class Faults {
  private readonly scripted: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 });
  }

  /** Makes every request fail within this span of world time. */
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

  /** Reactivates a fault that could not be applied to its request. */
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
