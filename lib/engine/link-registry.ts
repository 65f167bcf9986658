import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { LinkFunction } from './link-function.js';

const REASON =
  'Parameters are made after the deployment, one for each link, under a path that is the registry alone.';

/**
 * The automation's data in SSM Parameter Store: a record for each link, and the private connection strings of each
 * endpoint. The parameters are created at run time; this construct grants permissions to read and write them.
 */
export class LinkRegistry extends Construct {
  /** Allows reading all links: `/atlas-privatelink/links/<VPC endpoint id>`, JSON. */
  grantReadLinks(grantee: IGrantable): Grant {
    return this.grantRead(grantee, RegistryPath.LINKS);
  }

  /**
   * Allows reading connection strings: `/atlas-privatelink/connection-strings/<VPC endpoint id>/<cluster>/srv`,
   * `…/standard` and `…/srv-shard-optimized`.
   *
   * @param endpointId id of one VPC endpoint; default: all
   */
  grantReadConnectionStrings(grantee: IGrantable, endpointId?: string): Grant {
    const path = RegistryPath.CONNECTION_STRINGS;
    return this.grantRead(grantee, endpointId === undefined ? path : `${path}/${endpointId}`);
  }

  /** @internal */
  grantWriteLinks(writer: LinkFunction): void {
    const parameters = [this.below(RegistryPath.LINKS)];
    writer.allowBelow(['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'], parameters, REASON);
  }

  /** @internal */
  grantListLinks(reader: LinkFunction): void {
    reader.allow('ssm:GetParametersByPath', [this.at(RegistryPath.LINKS)]);
  }

  /**
   * Allows listing the links of members, in a hub.
   *
   * @internal
   */
  grantListMemberLinks(reader: LinkFunction): void {
    reader.allowBelow('ssm:GetParametersByPath', [this.below(RegistryPath.LINKS)], REASON);
  }

  /** @internal */
  grantWriteConnectionStrings(writer: LinkFunction): void {
    this.grantRemoveConnectionStrings(writer);
    const parameters = [this.below(RegistryPath.CONNECTION_STRINGS)];
    writer.allowBelow(['ssm:PutParameter', 'ssm:DeleteParameter'], parameters, REASON);
  }

  /**
   * Allows deleting all strings of an endpoint, together with its link.
   *
   * @internal
   */
  grantRemoveConnectionStrings(writer: LinkFunction): void {
    const parameters = [this.below(RegistryPath.CONNECTION_STRINGS)];
    writer.allowBelow(['ssm:GetParametersByPath', 'ssm:DeleteParameters'], parameters, REASON);
  }

  /**
   * Allows reading the claim of an execution, and returning it.
   *
   * @internal
   */
  grantHoldClaims(holder: LinkFunction): void {
    holder.allowBelow(['ssm:GetParameter', 'ssm:PutParameter'], [this.below(RegistryPath.LINKS)], REASON);
  }

  /** @internal */
  grantAnnounceRemovals(remover: LinkFunction): void {
    const path = RegistryPath.REMOVALS;
    remover.allow('ssm:GetParametersByPath', [this.at(path)]);
    const actions = ['ssm:GetParametersByPath', 'ssm:PutParameter', 'ssm:DeleteParameters'];
    remover.allowBelow(actions, [this.below(path)], REASON);
  }

  private grantRead(grantee: IGrantable, path: string): Grant {
    const resourceArns = [this.at(path), this.below(path)];
    return Grant.addToPrincipal({
      grantee,
      actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      resourceArns,
    });
  }

  private at(path: string): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: path.replace(/^\//, ''),
    });
  }

  private below(path: string): string {
    return `${this.at(path)}/*`;
  }
}
