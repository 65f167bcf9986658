import { Token } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** A secret bound to a scope: what the functions read, and who may read it. */
export interface BoundAtlasCredentials {
  /** ARN of the secret, as the functions know it. */
  readonly secretId: string;
  readonly secret: ISecret;
}

/** Prefix of the secrets that MongoDB's CloudFormation resources keep their profiles in. */
const PROFILE_PREFIX = 'cfn/atlas/profile/';

/**
 * Where the credentials for the Atlas Admin API are: a secret in AWS Secrets Manager with JSON text
 * `{"publicKey", "privateKey"}` (API key) or `{"clientId", "clientSecret"}` (service account), or MongoDB's profile
 * spelling `{"PublicKey", "PrivateKey"}`. The value is read by the functions alone: it is never part of a template.
 *
 * Linking needs the Atlas role Project Owner in the project. Rotation needs no deployment: a refused login makes the
 * functions read the secret again.
 */
export class AtlasCredentials {
  /** A secret of this app, or an imported one. A customer managed key that encrypts it must allow decryption. */
  static fromSecret(secret: ISecret): AtlasCredentials {
    return new AtlasCredentials(() => secret);
  }

  /** A secret of this account and Region by its name, such as `atlas/automation`. It need not exist at synthesis. */
  static fromSecretName(secretName: string): AtlasCredentials {
    if (secretName.trim() === '') {
      throw new Error(
        'AtlasCredentials.fromSecretName: expected the name of a secret, received an empty text.',
      );
    }
    // CDK would make it the name within another ARN, which nothing refuses before the first link.
    if (!Token.isUnresolved(secretName) && secretName.startsWith('arn:')) {
      throw new Error(
        `AtlasCredentials.fromSecretName: expected the name of a secret, received the ARN "${secretName}". Use fromSecretCompleteArn.`,
      );
    }
    return new AtlasCredentials((scope, id) => Secret.fromSecretNameV2(scope, id, secretName));
  }

  /**
   * A secret of this account and Region by its complete ARN (with the six random characters at its end).
   */
  static fromSecretCompleteArn(secretArn: string): AtlasCredentials {
    return new AtlasCredentials((scope, id) => Secret.fromSecretCompleteArn(scope, id, secretArn));
  }

  /** The profile of MongoDB's CloudFormation resources, secret `cfn/atlas/profile/<name>`. */
  static fromProfile(profileName: string = 'default'): AtlasCredentials {
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
