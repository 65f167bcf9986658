import { createHash } from 'node:crypto';
import type { WorldClock } from './clock.js';
import type { Timings } from './timings.js';

/** The request body, which describes the endpoint at the cloud provider. */
export type LinkRequest = Readonly<Record<string, unknown>>;

export type Decision =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly message: string };

/** Atlas's text since July 2026 for an endpoint that it cannot find. */
export const NOT_FOUND_MESSAGE = 'Verify endpoint ID and accepted regions, then retry your connection.';

/** A link between an endpoint and its service. Its status depends on the time and on one decision only. */
export class Link {
  readonly createdAt: number;
  /** Seconds from the POST to AVAILABLE. */
  readonly durationSeconds: number;
  /** Seconds from the POST until EC2 shows the endpoint as available, and as accepted. */
  readonly ec2Seconds: number;
  readonly acceptedSeconds: number;
  decision: Decision | undefined;
  deletedAt: number | undefined;
  /** True if the link has ever been AVAILABLE. */
  wasAvailable = false;
  /** A held link stays pending until it is released. */
  held = false;

  constructor(
    readonly endpointId: string,
    readonly request: LinkRequest,
    private readonly timings: Timings,
    private readonly clock: WorldClock,
  ) {
    this.createdAt = clock.now();
    this.durationSeconds = timings.linkSeconds + timings.linkSpreadSeconds * shareOf(endpointId);
    const lead = timings.ec2LeadSeconds + timings.ec2LeadSpreadSeconds * shareOf(`${endpointId} lead`);
    // EC2 cannot accept the endpoint before Atlas has searched for it.
    this.ec2Seconds = Math.max(timings.acceptanceSeconds, this.durationSeconds - lead);
    this.acceptedSeconds = Math.max(timings.acceptanceSeconds, this.ec2Seconds - timings.ec2PendingSeconds);
  }

  get ageSeconds(): number {
    return (this.clock.now() - this.createdAt) / 1000;
  }

  /** True once Atlas searches for the endpoint at the cloud provider. */
  get isDue(): boolean {
    return this.decision === undefined && !this.held && this.ageSeconds >= this.timings.acceptanceSeconds;
  }

  get isRemoved(): boolean {
    return this.secondsSinceDeletion >= this.timings.deletionSeconds;
  }

  get status(): string {
    if (this.deletedAt !== undefined && this.secondsSinceDeletion >= this.timings.staleReadSeconds)
      return 'DELETING';
    if (this.decision === undefined) return 'PENDING_ACCEPTANCE';
    if (this.decision.kind === 'rejected') return 'REJECTED';
    return this.isAvailable ? 'AVAILABLE' : 'PENDING';
  }

  get isAvailable(): boolean {
    return this.decision?.kind === 'accepted' && this.ageSeconds >= this.durationSeconds && !this.held;
  }

  /** State of the endpoint in EC2 that results from Atlas's actions; undefined before the acceptance. */
  get ec2State(): 'pending' | 'available' | undefined {
    if (this.decision?.kind !== 'accepted' || this.deletedAt !== undefined) return undefined;
    if (this.ageSeconds >= this.ec2Seconds && !this.held) return 'available';
    return this.ageSeconds >= this.acceptedSeconds ? 'pending' : undefined;
  }

  /** World time at which the link becomes available; undefined while the decision is open. */
  get availableAt(): number | undefined {
    return this.decision?.kind === 'accepted' ? this.createdAt + this.durationSeconds * 1000 : undefined;
  }

  get errorMessage(): string | null {
    return this.decision?.kind === 'rejected' ? this.decision.message : null;
  }

  private get secondsSinceDeletion(): number {
    return this.deletedAt === undefined
      ? Number.NEGATIVE_INFINITY
      : (this.clock.now() - this.deletedAt) / 1000;
  }
}

/** A share between 0 and 1 that depends only on the id, so that all runs are equal. */
function shareOf(id: string): number {
  return createHash('md5').update(id).digest().readUInt32BE() / 2 ** 32;
}
