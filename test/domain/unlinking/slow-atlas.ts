import type { LinkDescription } from '../../../lambda/contract/attributes.js';
import type {
  AtlasChangePort,
  EndpointService,
  LinkReference,
} from '../../../lambda/domain/model/ports/atlas.js';
import type { RemovalPermit } from '../../../lambda/domain/model/values/removal-permit.js';
import { atlasError } from '../atlas-errors.js';
import { endpointService, linkDescription } from '../samples.js';
import type { SimulatedTime } from './simulated-time.js';

/** Failures that the guard must tolerate. */
export interface Badness {
  /** Share of calls that fail before their effect. */
  readonly failures: number;
  /** Share of DELETEs whose effect comes after the client has given up waiting. */
  readonly lateEffects: number;
  readonly slowness: number;
}

const EXCHANGE_SECONDS = 10;
const LATE_SECONDS = 20;
const STALE_SECONDS = 30;
const DELETION_SECONDS = 45;

const notHere = () => Promise.reject(new Error('not here'));
const NO_DATA_FEDERATION = {
  list: notHere,
  find: notHere,
  hostnames: notHere,
  register: notHere,
  remove: notHere,
};

/** An endpoint service whose responses are slow, stale or lost. */
export class SlowAtlas implements AtlasChangePort {
  /** Times at which DELETEs had their effect, by link. */
  readonly removedAt = new Map<string, number>();
  readonly dataFederation = NO_DATA_FEDERATION;
  fewestLeft: number;
  deletes = 0;

  constructor(
    private readonly ids: readonly string[],
    private readonly time: SimulatedTime,
    private readonly random: () => number,
    private readonly badness: Badness,
  ) {
    this.fewestLeft = ids.length;
  }

  get left(): string[] {
    return this.ids.filter((id) => !this.removedAt.has(id));
  }

  async listEndpointServices(): Promise<readonly EndpointService[]> {
    await this.travel();
    const interfaceEndpoints = this.ids.filter((id) => this.secondsSinceRemoval(id) < DELETION_SECONDS);
    await this.travel();
    return [endpointService({ interfaceEndpoints })];
  }

  async findLink({ endpointId }: LinkReference): Promise<LinkDescription | undefined> {
    await this.travel();
    const seconds = this.secondsSinceRemoval(endpointId);
    const isStale = seconds < STALE_SECONDS && this.random() < 0.5;
    const link = linkDescription({
      endpointId: endpointId,
      connectionStatus: 'AVAILABLE',
      deleteRequested: seconds >= 0 && !isStale,
    });
    await this.travel();
    return seconds < DELETION_SECONDS ? link : undefined;
  }

  async deleteLink(permit: RemovalPermit<LinkReference>): Promise<void> {
    const { target, sendBefore } = permit.redeem();
    // Time of a challenge or a token request.
    await this.travel();
    if (this.time.now() >= sendBefore) throw atlasError('unavailable');
    this.deletes += 1;
    const isLate = this.random() < this.badness.lateEffects;
    const seconds = isLate ? EXCHANGE_SECONDS + this.random() * LATE_SECONDS : this.random() * 2;
    const effect = this.time.sleep(seconds * 1000).then(() => this.remove(target.endpointId));
    if (!isLate) return effect;
    await this.time.sleep(EXCHANGE_SECONDS * 1000);
    throw atlasError('unavailable');
  }

  createLink = notHere;
  createService = notHere;
  setRemoteRegions = notHere;
  deleteService = notHere;
  setRegionalMode = notHere;
  listClusters = notHere;
  isRegionalModeEnabled = notHere;
  rateBudget = () => undefined;

  private remove(endpointId: string): void {
    if (!this.removedAt.has(endpointId)) this.removedAt.set(endpointId, this.time.now().getTime());
    this.fewestLeft = Math.min(this.fewestLeft, this.left.length);
  }

  private secondsSinceRemoval(endpointId: string): number {
    const at = this.removedAt.get(endpointId);
    return at === undefined ? Number.NEGATIVE_INFINITY : (this.time.now().getTime() - at) / 1000;
  }

  private async travel(): Promise<void> {
    await this.time.sleep(this.random() ** 4 * this.badness.slowness * 1000);
    if (this.random() < this.badness.failures) throw atlasError('rate-limited');
  }
}
