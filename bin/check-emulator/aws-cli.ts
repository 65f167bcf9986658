import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { VirtualEnvironment } from '../python/virtual-environment.js';
import { REGION } from './emulator.js';

const execute = promisify(execFile);

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** Credentials of the emulator's root user, to whom everything is allowed. */
const ROOT: AccessKey = { id: 'test', secret: 'test' };

/** The AWS CLI, with the emulator as its endpoint. */
export class AwsCli {
  constructor(
    private readonly python: VirtualEnvironment,
    private readonly url: string,
    private readonly keys: AccessKey = ROOT,
  ) {}

  /** The same CLI with other credentials. */
  as(keys: AccessKey): AwsCli {
    return new AwsCli(this.python, this.url, keys);
  }

  /**
   * @returns standard output of the command
   * @throws Error with its standard error if it fails
   */
  async text(...parameters: readonly string[]): Promise<string> {
    const { stdout } = await execute(this.python.program('aws'), [...parameters], {
      env: { ...process.env, ...this.environment() },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  }

  /** @param query JMESPath expression of the requested text */
  async value(query: string, ...parameters: readonly string[]): Promise<string> {
    return this.text(...parameters, '--query', query, '--output', 'text');
  }

  private environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: this.keys.id,
      AWS_SECRET_ACCESS_KEY: this.keys.secret,
      AWS_DEFAULT_REGION: REGION,
      AWS_PAGER: '',
    };
  }
}
