import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { MANAGED_POLICY_BYTES } from '../../lambda/contract/limits.js';
import { REFERENCE_BYTES_ASSUMED } from '../../lambda/contract/project-list.js';
import { tokenSecretCount } from '../../lambda/contract/token-secrets.js';
import { AccessTokenSecret } from './access-token-secret.js';
import type { BoundAtlasCredentials } from './atlas-credentials.js';
import { bytesOf, longest, type ReferenceBytes } from './environment-size.js';
import type { LinkFunction } from './link-function.js';

/** Secrets whose ARNs fit in this number of bytes are in each role's own policy, which holds 10,240 bytes in total. */
const OWN_POLICY_BYTES = 4096;
/** Size of a policy without its ARNs. */
const FRAME_BYTES = 200;
/** Quotation marks and a comma. */
const SEPARATOR_BYTES = 3;

const READ = ['secretsmanager:GetSecretValue'];
const SHARE = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];

interface Permission {
  readonly actions: string[];
  readonly arns: readonly string[];
}

/**
 * The secrets that the functions read and write: each once, however many projects use it. A few are in the policy of
 * each role, many in managed policies that the roles share. aws-cdk-lib would split a long policy itself, but assumes
 * 150 characters for each ARN, which long names exceed.
 */
export class SecretAccess extends Construct {
  /** Secrets in which the functions share access tokens; empty if they do not share them. */
  readonly accessTokens: readonly Secret[];
  private readonly permissions: readonly Permission[];
  private readonly managed: readonly ManagedPolicy[];

  constructor(
    scope: Construct,
    id: string,
    private readonly bound: readonly BoundAtlasCredentials[],
    shareAccessTokens: boolean,
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const different = new Map(
      bound.map(({ secretId, secret }) => [JSON.stringify(stack.resolve(secretId)), secret]),
    );
    // Created in the scope, as in earlier versions: another path would create another secret.
    this.accessTokens = shareAccessTokens ? accessTokenSecrets(scope, different.size) : [];
    this.permissions = [
      { actions: READ, arns: [...different.values()].map(arnInPolicy) },
      { actions: SHARE, arns: this.accessTokens.map(({ secretArn }) => secretArn) },
    ].filter(({ arns }) => arns.length > 0);
    const bytes = this.permissions.flatMap(({ arns }) => arns.map((arn) => arnBytes(stack, arn)));
    const fits = bytes.reduce((sum, one) => sum + one, 0) <= OWN_POLICY_BYTES;
    this.managed = fits ? [] : this.createManagedPolicies();
  }

  grantTo(called: LinkFunction): void {
    if (this.managed.length > 0) for (const policy of this.managed) called.attach(policy);
    // Not `grantRead` of the secret, which also allows describing it.
    else for (const { actions, arns } of this.permissions) called.allow(actions, [...arns]);
    this.grantDecrypt(called);
  }

  private createManagedPolicies(): ManagedPolicy[] {
    const parts = this.permissions.flatMap(({ actions, arns }) =>
      inPolicies(Stack.of(this), arns).map((resources) => ({ actions, resources })),
    );
    return parts.map(
      (part, index) =>
        new ManagedPolicy(this, `Policy${index + 1}`, {
          description: 'Secrets of the functions that ask MongoDB Atlas',
          statements: [new PolicyStatement(part)],
        }),
    );
  }

  private grantDecrypt(called: LinkFunction): void {
    const through = `secretsmanager.${Stack.of(called).region}.amazonaws.com`;
    const keys = new Map(
      this.bound.flatMap(({ secret: { encryptionKey } }) =>
        encryptionKey === undefined
          ? []
          : [[JSON.stringify(Stack.of(called).resolve(encryptionKey.keyArn)), encryptionKey] as const],
      ),
    );
    for (const key of keys.values())
      key.grantDecrypt(new ViaServicePrincipal(through, called.function.grantPrincipal));
  }
}

/** Projects with the same credentials share a token, so they count once. */
function accessTokenSecrets(scope: Construct, differentCredentials: number): Secret[] {
  return Array.from(
    { length: tokenSecretCount(differentCredentials) },
    (_, index) =>
      new AccessTokenSecret(scope, index === 0 ? 'AccessTokens' : `AccessTokens${index + 1}`).secret,
  );
}

/** Without the six characters that Secrets Manager adds, the ARN does not match the secret. */
function arnInPolicy({ secretFullArn, secretArn }: ISecret): string {
  return secretFullArn ?? `${secretArn}-??????`;
}

function inPolicies(stack: Stack, arns: readonly string[]): string[][] {
  const policies: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const arn of arns) {
    if (bytes + arnBytes(stack, arn) > MANAGED_POLICY_BYTES) {
      policies.push([]);
      bytes = FRAME_BYTES;
    }
    policies.at(-1)?.push(arn);
    bytes += arnBytes(stack, arn);
  }
  return policies;
}

function arnBytes(stack: Stack, arn: string): number {
  return bytesOf(stack.resolve(arn), longestReference) + SEPARATOR_BYTES;
}

/** `arn:aws-us-gov:secretsmanager:ap-southeast-1:111122223333:secret:`, a hyphen and 12 characters, one and 6. */
const GENERATED_ARN_BYTES = 90;

/** If CloudFormation names a secret of the stack, the name contains its logical id. */
const longestReference: ReferenceBytes = (reference) => {
  const name = (reference as { readonly Ref?: string }).Ref ?? '';
  if (/AccessTokens\d*Secret[0-9A-F]{8}$/.test(name)) return name.length + GENERATED_ARN_BYTES;
  return longest(REFERENCE_BYTES_ASSUMED)(reference);
};
