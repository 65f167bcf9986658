import type { WorldClock } from '../atlas/clock.js';
import type { AwsCall } from './protocol/aws-call.js';
import { AwsError } from './protocol/aws-error.js';

/** A token bucket of one account in one Region. All calls whose actions match share it. */
export interface ThrottleLimit {
  readonly actions: RegExp;
  /** Maximum number of calls at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** Error code of the service for a throttled call. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

const json = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
const sts = { code: 'Throttling', message: 'Rate exceeded', status: 400 };
const ec2 = { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 };

/**
 * Limits of EC2 and Step Functions are those documented for large Regions. Parameter Store's default throughput is
 * documented for reads only (40 a second, shared by all reading calls). These are assumptions, chosen to be strict: 3
 * writes a second, a separate bucket of that size for deletions, buckets that hold no more than the refill of one
 * second, and the limit of EC2 for changes of VPC endpoints and their notifications. STS has the limit that users report for one account.
 * DynamoDB has the limits of a new on-demand table.
 */
export const AWS_THROTTLES: readonly ThrottleLimit[] = [
  { actions: /^ec2:Describe/, capacity: 100, refillPerSecond: 20, ...ec2 },
  { actions: /^ec2:CreateTags$/, capacity: 100, refillPerSecond: 10, ...ec2 },
  {
    actions: /^ec2:(Create|Delete|Modify)VpcEndpoint(ConnectionNotification)?s?$/,
    capacity: 50,
    refillPerSecond: 5,
    ...ec2,
  },
  { actions: /^ssm:PutParameter$/, capacity: 3, refillPerSecond: 3, ...json },
  { actions: /^ssm:DeleteParameters?$/, capacity: 3, refillPerSecond: 3, ...json },
  { actions: /^ssm:GetParameter(s|sByPath)?$/, capacity: 40, refillPerSecond: 40, ...json },
  { actions: /^states:StartExecution$/, capacity: 1300, refillPerSecond: 300, ...json },
  { actions: /^states:DescribeExecution$/, capacity: 300, refillPerSecond: 15, ...json },
  { actions: /^states:GetExecutionHistory$/, capacity: 400, refillPerSecond: 20, ...json },
  { actions: /^states:ListExecutions$/, capacity: 200, refillPerSecond: 5, ...json },
  { actions: /^states:StopExecution$/, capacity: 1000, refillPerSecond: 200, ...json },
  { actions: /^states:SendTask/, capacity: 1000, refillPerSecond: 500, ...json },
  { actions: /^secretsmanager:GetSecretValue$/, capacity: 10_000, refillPerSecond: 10_000, ...json },
  { actions: /^secretsmanager:PutSecretValue$/, capacity: 50, refillPerSecond: 50, ...json },
  { actions: /^dynamodb:(UpdateItem|DeleteItem)$/, capacity: 4000, refillPerSecond: 4000, ...json },
  { actions: /^dynamodb:(GetItem|Scan)$/, capacity: 12_000, refillPerSecond: 12_000, ...json },
  { actions: /^sts:AssumeRole$/, capacity: 600, refillPerSecond: 600, ...sts },
  { actions: /^events:PutEvents$/, capacity: 10_000, refillPerSecond: 10_000, ...json },
];

/** The same limits, scaled for a smaller load: 120 endpoints under a quarter of the limits are throttled like 500. */
export function scaledThrottles(factor: number): readonly ThrottleLimit[] {
  return AWS_THROTTLES.map((limit) => ({
    ...limit,
    capacity: Math.max(1, limit.capacity * factor),
    refillPerSecond: limit.refillPerSecond * factor,
  }));
}

/** Calls that take time. A throttled call is refused at once. */
export interface Delay {
  readonly actions: RegExp;
  /** World seconds. */
  readonly seconds: number;
  /** False: there is no response, and the connection ends after this time, which is the patience of the caller. */
  readonly responds: boolean;
}

interface Bucket {
  readonly limit: ThrottleLimit;
  tokens: number;
  at: number;
}

/** Throttling of an account's calls, in world time. */
export class Throttles {
  private readonly buckets: Bucket[];
  /** Number of throttled calls by action. */
  readonly refused = new Map<string, number>();
  readonly delays: Delay[] = [];

  constructor(
    limits: readonly ThrottleLimit[],
    private readonly clock: WorldClock,
  ) {
    this.buckets = limits.map((limit) => ({ limit, tokens: limit.capacity, at: clock.now() }));
  }

  /** @returns the error of a throttled call; undefined for a call within the limits */
  take({ action }: Pick<AwsCall, 'action'>): AwsError | undefined {
    const bucket = this.buckets.find(({ limit }) => limit.actions.test(action));
    if (bucket === undefined) return undefined;
    this.refill(bucket);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return undefined;
    }
    this.refused.set(action, (this.refused.get(action) ?? 0) + 1);
    const { code, message, status } = bucket.limit;
    return new AwsError(code, message, status);
  }

  private refill(bucket: Bucket): void {
    const now = this.clock.now();
    const { capacity, refillPerSecond } = bucket.limit;
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * refillPerSecond);
    bucket.at = now;
  }
}
