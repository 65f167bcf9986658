import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledgeFinding } from './acknowledge-finding.js';

/**
 * Where the functions share the access token of a service account: it may hold 100, which last an hour, and a crowd of
 * endpoints starts more containers than that. The functions write it; nothing else has to know it.
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
