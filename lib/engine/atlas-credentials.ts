import { Token } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { hasMember, optional, refuse } from './prop-checks.js';

/** A secret bound to a scope: its id for the functions, and the grant to read it. */
export interface BoundAtlasCredentials {
  /** ARN of the secret that the functions read. */
  readonly secretId: string;
  readonly secret: ISecret;
}

const SECRET: ValueRule = {
  expected: 'expected a secret of Secrets Manager',
  accepts: (value) => hasMember(value, 'secretArn'),
};

/** A grant for a partial ARN would match no secret. */
const COMPLETE_ARN: ValueRule = {
  expected: 'expected the complete ARN of a secret, with the six characters at its end',
  accepts: (value) =>
    typeof value === 'string' && /^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:.+-[^-]{6}$/.test(value),
};

/** Secrets Manager: letters, digits and `/_+=.@-`. */
const SECRET_NAME: ValueRule = {
  expected: 'expected the name of a secret (letters, digits, /_+=.@-)',
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(value),
};

function validateSecretName(method: string, name: string): void {
  // CDK would use an ARN as a name inside another ARN, and no error would occur before the first link.
  if (typeof name === 'string' && !Token.isUnresolved(name) && name.startsWith('arn:')) {
    throw new Error(
      `${method}: expected the name of a secret, received the ARN "${name}". Use fromSecretCompleteArn.`,
    );
  }
  refuse(optional(method, name ?? null, SECRET_NAME));
}

/** Prefix of the secrets in which MongoDB's CloudFormation resources store their profiles. */
const PROFILE_PREFIX = 'cfn/atlas/profile/';

/**
 * Credentials for the Atlas Admin API: a secret in AWS Secrets Manager with JSON text `{"publicKey", "privateKey"}`
 * (API key) or `{"clientId", "clientSecret"}` (service account), or MongoDB's profile spelling `{"PublicKey",
 * "PrivateKey"}`. Only the functions read the value: it is never part of a template.
 *
 * Linking requires the Atlas role Project Owner in the project. A rotation needs no deployment: after a refused login
 * the functions read the secret again.
 */
export class AtlasCredentials {
  /**
   * A secret of this app, or an imported one. If a customer managed KMS key encrypts it, the key must allow decryption.
   */
  static fromSecret(secret: ISecret): AtlasCredentials {
    refuse(optional('AtlasCredentials.fromSecret', secret ?? null, SECRET));
    return new AtlasCredentials(() => secret);
  }

  /**
   * A secret of this account and Region by its name, such as `atlas/automation`. It does not have to exist at
   * synthesis.
   */
  static fromSecretName(secretName: string): AtlasCredentials {
    validateSecretName('AtlasCredentials.fromSecretName', secretName);
    return new AtlasCredentials((scope, id) => Secret.fromSecretNameV2(scope, id, secretName));
  }

  /**
   * A secret of this account and Region by its complete ARN (with the six random characters at its end).
   */
  static fromSecretCompleteArn(secretArn: string): AtlasCredentials {
    refuse(optional('AtlasCredentials.fromSecretCompleteArn', secretArn ?? null, COMPLETE_ARN));
    return new AtlasCredentials((scope, id) => Secret.fromSecretCompleteArn(scope, id, secretArn));
  }

  /** The profile of MongoDB's CloudFormation resources: the secret `cfn/atlas/profile/<name>`. */
  static fromProfile(profileName: string = 'default'): AtlasCredentials {
    validateSecretName('AtlasCredentials.fromProfile', profileName);
    return AtlasCredentials.fromSecretName(`${PROFILE_PREFIX}${profileName}`);
  }

  private constructor(private readonly resolve: (scope: Construct, id: string) => ISecret) {}

  /**
   * Called by the constructs. `id` is unique in `scope`.
   *
   * @internal
   */
  _bind(scope: Construct, id: string): BoundAtlasCredentials {
    const secret = this.resolve(scope, id);
    return { secret, secretId: secret.secretArn };
  }
}
