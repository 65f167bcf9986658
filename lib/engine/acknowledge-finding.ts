import * as cdk from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag that is no fault, and why. */
export interface AcknowledgedFinding {
  /** As cdk-nag writes it: `AwsSolutions-IAM5[Resource::*]`. */
  readonly id: string;
  readonly reason: string;
}

/**
 * Tells cdk-nag why a finding is no fault. aws-cdk-lib has `Validations` since 2.251, and takes ids in this spelling
 * since 2.265; before, the finding is left unacknowledged, because nothing else depends on it.
 */
export function acknowledgeFinding(scope: IConstruct, finding: AcknowledgedFinding): void {
  // By name and not by import: an older aws-cdk-lib has no such export.
  const { Validations } = cdk as Partial<Pick<typeof cdk, 'Validations'>>;
  try {
    Validations?.of(scope).acknowledge(finding);
  } catch (error) {
    if (
      !(error instanceof Error) ||
      !/InvalidValidationId|validation id/i.test(`${error.name} ${error.message}`)
    )
      throw error;
  }
}
