/** A scripted fault: what to match, and what to do instead of answering. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** How many requests it strikes. Default 1. */
  readonly times?: number;
  /** World time, milliseconds; strikes only within. */
  readonly from?: number;
  readonly until?: number;
  /** Carry the request out all the same, then lose its answer. */
  readonly afterEffect?: boolean;
  readonly strike: Strike;
  /** What happens in the world at that moment, after the request has had its effect if it has one. */
  readonly meanwhile?: () => void;
}

export type Strike =
  /** The connection breaks. */
  | { readonly kind: 'drop' }
  /** The connection stays, and nothing comes. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** Faults strike before authentication, as a proxy's or a load balancer's do. */
export class Faults {
  private readonly scripted: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 });
  }

  /** Every request in a span of world time fails. */
  outage(from: number, until: number, strike: Strike = { kind: 'answer', status: 503 }): void {
    this.add({ from, until, times: Number.POSITIVE_INFINITY, strike });
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
}

function matches(fault: Fault, method: string, path: string, now: number): boolean {
  return (
    (fault.method === undefined || fault.method === method) &&
    (fault.path?.test(path) ?? true) &&
    now >= (fault.from ?? Number.NEGATIVE_INFINITY) &&
    now < (fault.until ?? Number.POSITIVE_INFINITY)
  );
}
