import { basename } from 'node:path';
import {
  type DockerImageAssetLocation,
  type FileAssetLocation,
  type FileAssetSource,
  type ISynthesisSession,
  StackSynthesizer,
} from 'aws-cdk-lib';

/**
 * Synthesizes a template whose functions are local files, which `aws cloudformation package` uploads. It needs no
 * bootstrap bucket, role or version. The key of an asset is the name of its folder.
 */
export class FunctionsBeside extends StackSynthesizer {
  // Nothing is bootstrapped or looked up. The type requires a string, so it is empty.
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
