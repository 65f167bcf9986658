import type { WorldTime } from '../../time/world-time.js';
import type { EventBus } from '../event-bridge/event-bus.js';
import type { CloudTrailRecord } from './cloud-trail.js';

/** `stopped`: a trail that does not log. `read-only`: a trail whose selectors leave write events out. */
export type TrailMode = 'logging' | 'stopped' | 'read-only' | 'none';

/** A call in CloudTrail's event history, which is there without a trail too. */
export interface RecordedCall {
  readonly record: CloudTrailRecord;
  /** Ids that the call was about. */
  readonly resourceNames: readonly string[];
  readonly at: number;
}

/** CloudTrail's own delay: seconds, or a few minutes. */
const DELAY_SECONDS = 2;

/** The account's trail. Calls reach the event bus by way of it alone. */
export class Trail {
  mode: TrailMode = 'logging';
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

  /** The next records do not arrive. */
  lose(count: number): void {
    this.toLose += count;
  }
}
