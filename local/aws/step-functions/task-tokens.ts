import { randomBytes } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.js';
import { StateError } from './state-error.js';

interface WaitingTask {
  readonly stateMachineArn: string;
  readonly succeed: (output: unknown) => void;
  readonly fail: (error: StateError) => void;
}

/** Similar to the length of Step Functions' tokens. */
const TOKEN_BYTES = 500;
const PAYLOAD_LIMIT_BYTES = 262_144;

/** Tasks that wait for a callback (`.waitForTaskToken`), by token. */
export class TaskTokens {
  private readonly waiting = new Map<string, WaitingTask>();
  private readonly used = new Map<string, string>();

  create(): string {
    return randomBytes(TOKEN_BYTES).toString('base64');
  }

  wait(token: string, task: WaitingTask): void {
    this.waiting.set(token, task);
  }

  /** Removes a task that has ended without a callback, by its timeout or with its execution. */
  end(token: string): void {
    const task = this.waiting.get(token);
    if (task !== undefined) this.used.set(token, task.stateMachineArn);
    this.waiting.delete(token);
  }

  /**
   * State machine of the token, for the IAM check.
   *
   * @throws AwsError InvalidToken
   */
  stateMachineOf(token: string): string {
    const arn = this.waiting.get(token)?.stateMachineArn ?? this.used.get(token);
    if (arn === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    return arn;
  }

  /** @throws AwsError InvalidToken, InvalidOutput, TaskTimedOut */
  succeed(token: string, output: string): void {
    this.stateMachineOf(token);
    if (Buffer.byteLength(output) > PAYLOAD_LIMIT_BYTES)
      throw new AwsError('InvalidOutput', 'The provided JSON output data is not valid.');
    const parsed = jsonOf(output);
    this.take(token).succeed(parsed);
  }

  /** @throws AwsError InvalidToken, TaskTimedOut */
  fail(token: string, error: string, cause: string): void {
    this.take(token).fail(new StateError(error, cause));
  }

  private take(token: string): WaitingTask {
    const task = this.waiting.get(token);
    // Step Functions reports the same error for a task that has ended before.
    if (task === undefined)
      throw new AwsError('TaskTimedOut', 'Task Timed Out: the provided task does not exist anymore');
    this.end(token);
    return task;
  }
}

function jsonOf(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new AwsError('InvalidOutput', 'The provided JSON output data is not valid.');
  }
}
