import type { WorldTime } from '../../time/world-time.js';
import type { EventBus } from '../event-bridge/event-bus.js';
import type { CloudTrailRecord } from './cloud-trail.js';

/** `stopped`: a trail that is not logging. `read-only`: a trail whose event selectors exclude write events. */
export type TrailMode = 'logging' | 'stopped' | 'read-only' | 'none';

/** A call in CloudTrail's event history, which exists without a trail as well. */
export interface RecordedCall {
  readonly record: CloudTrailRecord;
  /** Ids of the resources in the call. */
  readonly resourceNames: readonly string[];
  readonly at: number;
}

/** Delay of CloudTrail, which takes seconds or a few minutes on AWS. */
const DELAY_SECONDS = 2;

/** The account's trail. API calls reach the event bus only through a trail. */
export class Trail {
  mode: TrailMode = 'logging';
  /** Regions in which the account has a trail for that Region alone. */
  readonly elsewhere: string[] = [];
  readonly history: RecordedCall[] = [];
  private toLose = 0;

  constructor(
    private readonly time: WorldTime,
    private readonly bus: EventBus,
  ) {}

  record(record: CloudTrailRecord, resourceNames: readonly string[]): void {
    this.history.push({ record, resourceNames, at: this.time.now() });
    if (this.mode !== 'logging') return;
    if (this.toLose > 0) {
      this.toLose -= 1;
      return;
    }
    this.time.after(DELAY_SECONDS, () => void this.bus.put('aws.ec2', 'AWS API Call via CloudTrail', record));
  }

  /** Loses the next records. */
  lose(count: number): void {
    this.toLose += count;
  }
}
