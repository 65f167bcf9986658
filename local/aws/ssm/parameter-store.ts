import { createHash } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { requireParameterName } from './parameter-name.js';

export type ParameterTier = 'Standard' | 'Advanced';

export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly tier: ParameterTier;
  readonly version: number;
  readonly modifiedAt: number;
}

export interface ParameterWrite {
  readonly name: string;
  readonly value: string;
  readonly type?: string | undefined;
  readonly tier?: string | undefined;
  readonly overwrite?: boolean;
  /** KMS key of a SecureString. */
  readonly keyId?: string | undefined;
}

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;
const TYPES = ['String', 'StringList', 'SecureString'];
/** Default quotas of an account and Region. */
const MOST_PARAMETERS = { Standard: 10_000, Advanced: 100_000 };
/** Parameter Store interprets this as a reference to another parameter, in any value. */
const NESTED = /\{\{[^{}]*\}\}/;
/** The AWS managed key for Parameter Store. Whoever may read the parameter may use it without a KMS permission. */
const MANAGED_KEY = 'alias/aws/ssm';

/** SSM Parameter Store. */
export class ParameterStore {
  private readonly parameters = new Map<string, StoredParameter>();
  private readonly count = { Standard: 0, Advanced: 0 };
  /** Maximum numbers of parameters. */
  readonly quotas: Record<ParameterTier, number> = { ...MOST_PARAMETERS };
  private ordered: readonly StoredParameter[] | undefined;
  /** All values ever written, including overwritten and deleted ones. */
  readonly written: StoredParameter[] = [];

  constructor(
    private readonly time: WorldTime,
    private readonly place: Place,
  ) {}

  /**
   * @throws AwsError ParameterAlreadyExists, ParameterLimitExceeded, ValidationException, or another error for the name
   */
  put(write: ParameterWrite): StoredParameter {
    requireParameterName(write.name, this.arnOf(write.name));
    requireValue(write.value);
    const existing = this.parameters.get(write.name);
    if (existing !== undefined && write.overwrite !== true) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    requireManagedKey(write);
    const parameter = {
      name: write.name,
      value: write.value,
      type: typeOf(write, existing),
      tier: this.tierOf(write, existing),
      version: (existing?.version ?? 0) + 1,
      modifiedAt: this.time.now(),
    };
    this.replace(existing, parameter);
    this.written.push(parameter);
    return parameter;
  }

  get(name: string): StoredParameter | undefined {
    return this.parameters.get(name);
  }

  /** @returns false if it did not exist */
  delete(name: string): boolean {
    const existing = this.parameters.get(name);
    if (existing !== undefined) this.count[existing.tier] -= 1;
    this.ordered = undefined;
    return this.parameters.delete(name);
  }

  arnOf(name: string): string {
    const { account, region } = this.place;
    return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  }

  /** Parameters below a path, sorted by name: its own level only, or all levels. */
  below(path: string, recursive: boolean): StoredParameter[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return this.inOrder().filter(({ name }) => {
      if (!name.startsWith(prefix)) return false;
      return recursive || !name.slice(prefix.length).includes('/');
    });
  }

  get all(): StoredParameter[] {
    return [...this.inOrder()];
  }

  /** The sorted list is kept until the next change, because many pages may be read from it. */
  private inOrder(): readonly StoredParameter[] {
    this.ordered ??= [...this.parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.ordered;
  }

  private tierOf(write: ParameterWrite, existing: StoredParameter | undefined): ParameterTier {
    const isFull = existing === undefined && this.count.Standard >= this.quotas.Standard;
    const tier = tierOf(write, existing, isFull);
    if (existing === undefined && this.count[tier] >= this.quotas[tier])
      throw new AwsError(
        'ParameterLimitExceeded',
        `You have exceeded the number of ${tier} parameters for this account and Region.`,
      );
    return tier;
  }

  private replace(existing: StoredParameter | undefined, parameter: StoredParameter): void {
    if (existing !== undefined) this.count[existing.tier] -= 1;
    this.count[parameter.tier] += 1;
    this.ordered = undefined;
    this.parameters.set(parameter.name, parameter);
  }
}

function requireValue(value: string): void {
  if (value === '') throw new AwsError('ValidationException', 'A parameter must have a value.');
  if (NESTED.test(value))
    throw new AwsError(
      'ValidationException',
      `Parameter value can't nest another parameter. Do not use "{{}}" in the value.`,
    );
}

function requireManagedKey({ type, keyId }: ParameterWrite): void {
  if (keyId === undefined) return;
  if (type !== 'SecureString')
    throw new AwsError('ValidationException', 'KeyId is required for SecureString type parameter only.');
  if (keyId !== MANAGED_KEY) throw new Error(`Customer managed KMS keys are not simulated: ${keyId}`);
}

/** Value of a SecureString without decryption. */
export function cipherTextOf({ name, value, version }: StoredParameter): string {
  return createHash('sha512').update(`${name} ${version} ${value}`).digest('base64');
}

function typeOf({ type }: ParameterWrite, existing: StoredParameter | undefined): string {
  const chosen = type ?? existing?.type;
  if (chosen !== undefined && TYPES.includes(chosen)) return chosen;
  throw new AwsError(
    'ValidationException',
    'A parameter type is required when you create a parameter: String, StringList or SecureString.',
  );
}

/**
 * @param isFull true if the quota of standard parameters is reached, so that intelligent tiering creates advanced ones
 */
function tierOf(
  { value, tier }: ParameterWrite,
  existing: StoredParameter | undefined,
  isFull: boolean,
): ParameterTier {
  const bytes = Buffer.byteLength(value);
  const wanted = tier ?? existing?.tier ?? 'Standard';
  if (existing?.tier === 'Advanced' && tier === 'Standard') {
    throw new AwsError(
      'ValidationException',
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  const isAdvanced =
    wanted === 'Advanced' ||
    (wanted === 'Intelligent-Tiering' && (bytes > STANDARD_BYTES || isFull || existing?.tier === 'Advanced'));
  const limit = isAdvanced ? ADVANCED_BYTES : STANDARD_BYTES;
  if (bytes > limit) throw tooLong(isAdvanced ? 'Advanced' : 'Standard', limit);
  return isAdvanced ? 'Advanced' : 'Standard';
}

function tooLong(tier: string, limit: number): AwsError {
  const remedy =
    tier === 'Standard'
      ? ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.'
      : '';
  return new AwsError(
    'ValidationException',
    `${tier} tier parameters support a maximum parameter value of ${limit} characters.${remedy}`,
  );
}
