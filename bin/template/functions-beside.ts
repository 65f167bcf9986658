import { basename } from 'node:path';
import {
  type DockerImageAssetLocation,
  type FileAssetLocation,
  type FileAssetSource,
  type ISynthesisSession,
  StackSynthesizer,
} from 'aws-cdk-lib';

/**
 * Synthesizes a template whose functions are in files beside it, for `aws cloudformation package` to upload: no bucket
 * of a bootstrap, no role, no version to check. The key of an asset is the name of its folder.
 */
export class FunctionsBeside extends StackSynthesizer {
  // Nothing is bootstrapped, looked up or deployed by a role: the compiler wants texts of these, and gets empty ones.
  override get bootstrapQualifier(): string {
    return '';
  }
  override get lookupRole(): string {
    return '';
  }
  override get cloudFormationExecutionRole(): string {
    return '';
  }

  addFileAsset({ fileName = '' }: FileAssetSource): FileAssetLocation {
    const objectKey = basename(fileName);
    const none = 'not-used';
    return { bucketName: none, objectKey, httpUrl: none, s3ObjectUrl: none };
  }

  addDockerImageAsset(): DockerImageAssetLocation {
    throw new Error('A template with an image cannot be deployed without a registry.');
  }

  synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}
