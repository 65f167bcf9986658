import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledgeFinding } from './acknowledge-finding.js';

/**
 * Secret in which the functions share the access token of a service account. An account may have 100 tokens, which last
 * one hour, and many concurrent endpoints start more containers than that. Only the functions read and write it.
 */
export class AccessTokenSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Access tokens of Atlas service accounts, shared by the functions that ask Atlas',
    });
    acknowledgeFinding(this.secret, {
      id: 'AwsSolutions-SMG4',
      reason: 'It holds tokens that last an hour, and that the functions renew themselves.',
    });
  }
}
