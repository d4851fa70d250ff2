import type { ImageSource } from '../../config/images.js';
import { chooseImages, type ImageChoice } from '../../toolchain/image-source.js';
import { Refusal } from '../../toolchain/refusal.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { readChoices, writeChoices } from '../choices.js';
import type { ChosenStack } from '../stack-choice.js';
import { volumesOf } from '../volumes.js';

/**
 * Chooses the image set of a stack and keeps the choice. A stack stays with its set: the data of one is not the other's.
 *
 * @throws Refusal when `forced` is another set than the one that has made the stack's data.
 */
export async function keepImageChoice(
  { facts, settings }: ChosenStack,
  forced: ImageSource | undefined,
): Promise<ImageChoice> {
  const kept = readChoices(checkout, facts.stack).images?.source;
  if (kept !== undefined && (forced === undefined || forced === kept))
    return { source: kept, reason: "the stack's own" };
  if (kept !== undefined) await refuseOtherData(facts.stack, kept, String(forced));
  const choice = await chooseImages(settings.images, forced);
  writeChoices(checkout, facts.stack, { images: { source: choice.source } });
  return choice;
}

async function refuseOtherData(stack: string, kept: ImageSource, forced: string): Promise<void> {
  const volumes = await volumesOf(stack);
  if (volumes.length === 0) return;
  throw new Refusal(
    `The stack ${stack} has data of the ${kept} images (${volumes.join(', ')}), which the ${forced} ones cannot read. Use another stack ` +
      `(--stack), or remove the data: npm stop -- --delete-data.`,
  );
}
