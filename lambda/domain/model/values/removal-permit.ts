/** An endpoint service, identified by the id that Atlas assigned. */
import type { CloudProvider } from '../../../contract/attributes.js';

export interface ServiceReference {
  readonly cloudProvider: CloudProvider;
  readonly projectId: string;
  readonly endpointServiceId: string;
}

/** What the permit allows: one DELETE of this target, until this time. */
export interface RedeemedPermit<Target> {
  readonly target: Target;
  readonly sendBefore: Date;
}

/**
 * Permission to send one DELETE for one target until a given time. The client's DELETE methods accept nothing else, and
 * only the guards in `lambda/domain/unlinking` create one, after they have checked the evidence, so nobody can bypass them. The
 * private constructor makes the type nominal, so that no object literal is accepted as a permit. `test/imports.test.ts`
 * checks that only the guards import the class.
 */
export class RemovalPermit<Target> {
  private isRedeemed = false;

  private constructor(
    private readonly target: Target,
    private readonly sendBefore: Date,
  ) {}

  static grant<Target>(target: Target, sendBefore: Date): RemovalPermit<Target> {
    return new RemovalPermit(target, sendBefore);
  }

  /** For the choice of the client that sends the request; the permit can be redeemed afterwards. */
  isFor(accepts: (target: Target) => boolean): boolean {
    return accepts(this.target);
  }

  /**
   * Called by the client when it sends the request.
   *
   * @throws Error if it was redeemed before: evidence is valid for one DELETE, and another one needs another poll
   */
  redeem(): RedeemedPermit<Target> {
    if (this.isRedeemed) throw new Error('A removal permit allows one DELETE, and this one has been used.');
    this.isRedeemed = true;
    const { target, sendBefore } = this;
    return { target, sendBefore };
  }
}
