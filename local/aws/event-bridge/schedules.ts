import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import type { Permissions } from '../iam/permissions.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import type { EventTarget, EventTargets, TargetFailure } from './event-targets.js';
import { secondsOfRate } from './rate.js';

export interface Schedule {
  readonly scheduleArn: string;
  /** `rate(1 hour)` */
  readonly expression: string;
  readonly isEnabled: boolean;
  readonly target: EventTarget;
}

export interface SchedulesOptions {
  readonly time: WorldTime;
  readonly targets: () => EventTargets;
  readonly queues: MessageQueues;
  readonly permissions: Permissions;
  /** If true, a rate without a start date fires once when it is created, as in EventBridge Scheduler. */
  readonly beginAtOnce: boolean;
}

/** EventBridge Scheduler, with rates only. */
export class Schedules {
  readonly all: Schedule[] = [];

  constructor(private readonly options: SchedulesOptions) {}

  /** @throws Error for an expression that is not a rate */
  add(schedule: Schedule): void {
    const seconds = secondsOfRate(schedule.expression);
    this.all.push(schedule);
    if (!schedule.isEnabled) return;
    if (this.options.beginAtOnce) this.options.time.inBackground(0, () => this.fire(schedule));
    this.arm(schedule, seconds);
  }

  /** Removes a schedule: it fires no more. */
  remove(scheduleArn: string): void {
    const index = this.all.findIndex((schedule) => schedule.scheduleArn === scheduleArn);
    if (index >= 0) this.all.splice(index, 1);
  }

  /** Fires all schedules now, in addition to their own times. */
  fireAll(): void {
    for (const schedule of this.all.filter(({ isEnabled }) => isEnabled)) this.fire(schedule);
  }

  private arm(schedule: Schedule, seconds: number): void {
    this.options.time.inBackground(seconds, () => {
      if (!this.all.includes(schedule)) return;
      this.arm(schedule, seconds);
      this.fire(schedule);
    });
  }

  private fire(schedule: Schedule): void {
    const facts = {
      'schedule-arn': schedule.scheduleArn,
      'scheduled-time': new Date(this.options.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      'execution-id': randomUUID(),
      'attempt-number': '1',
    };
    const input = (schedule.target.input ?? '{}').replace(
      /<aws\.scheduler\.([a-z-]+)>/g,
      (placeholder, name: keyof typeof facts) => facts[name] ?? placeholder,
    );
    const failure = this.options.targets().startByRole(schedule.target, input);
    if (failure !== undefined) this.keep(schedule, input, failure, facts);
  }

  /** EventBridge Scheduler writes to the dead-letter queue with the target's role. */
  private keep(
    { scheduleArn, target }: Schedule,
    input: string,
    { code, message }: TargetFailure,
    facts: Readonly<Record<string, string>>,
  ): void {
    const { queues, permissions } = this.options;
    const { deadLetterQueueArn: resource, roleArn = '', arn } = target;
    if (resource === undefined) return;
    if (!permissions.allows(roleArn, { action: 'sqs:SendMessage', resource, context: {} })) return;
    queues.send(resource, input, {
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      EXECUTION_ID: facts['execution-id'] ?? '',
      SCHEDULED_TIME: facts['scheduled-time'] ?? '',
      SCHEDULE_ARN: scheduleArn,
      TARGET_ARN: arn,
    });
  }
}
