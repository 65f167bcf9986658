import type { ClockPort } from '../../../lambda/domain/model/ports/clock.js';
import type {
  Announcement,
  RemovalIntent,
  RemovalIntentPort,
} from '../../../lambda/domain/unlinking/removal-intents.js';

/** Removal intents of Parameter Store in memory. */
export class FakeRemovalIntents implements RemovalIntentPort {
  readonly all: RemovalIntent[] = [];
  failNext: Error | undefined;
  /** If true, reads return the state before the last announcement. */
  isStale = false;

  constructor(private readonly clock: Pick<ClockPort, 'now'>) {}

  async list(): Promise<readonly RemovalIntent[]> {
    this.failIfReported();
    return this.isStale ? this.all.slice(0, -1) : [...this.all];
  }

  async announce(_endpointServiceId: string, endpointId: string): Promise<Announcement> {
    this.failIfReported();
    const previous = this.all.findIndex((intent) => intent.endpointId === endpointId);
    const version = (this.all[previous]?.version ?? 0) + 1;
    if (previous !== -1) this.all.splice(previous, 1);
    this.all.push({ name: endpointId, endpointId, version, announcedAt: this.clock.now() });
    return { name: endpointId, version };
  }

  async sweep(announcedBefore: Date): Promise<void> {
    const retained = this.all.filter(({ announcedAt }) => announcedAt >= announcedBefore);
    this.all.splice(0, this.all.length, ...retained);
  }

  private failIfReported(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}
