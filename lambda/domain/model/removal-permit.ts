/** An endpoint service, by the id that Atlas has given it. */
import type { CloudProvider } from '../../contract/attributes.js';

export interface ServiceReference {
  readonly cloudProvider: CloudProvider;
  readonly projectId: string;
  readonly endpointServiceId: string;
}

/** What may be sent: one DELETE of this target, and until when. */
export interface RedeemedPermit<Target> {
  readonly target: Target;
  readonly sendBefore: Date;
}

/**
 * Leave to send one DELETE for one target until a moment. The client's DELETEs take nothing else, and only the guards of
 * this folder give one, after they have seen the evidence: nobody can call around them. A private constructor makes the
 * type nominal, so that no object literal passes for a permit; that only the guards import the class is held by
 * `test/imports.test.ts`.
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

  /**
   * For the client, when it sends.
   *
   * @throws Error when it was redeemed before: evidence is good for one DELETE, and another one needs another poll
   */
  redeem(): RedeemedPermit<Target> {
    if (this.isRedeemed)
      throw new Error('A permit to remove is good for one DELETE, and this one has been used.');
    this.isRedeemed = true;
    const { target, sendBefore } = this;
    return { target, sendBefore };
  }
}
