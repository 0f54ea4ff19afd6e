import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LabCalibration } from './mutant.ts';

/** What a lab is calibrated with, found by its folder; null when it has nothing yet. */
export async function findCalibration(lab: string): Promise<LabCalibration | null> {
  const file = fileURLToPath(new URL(`../mutants/${lab}/calibration.ts`, import.meta.url));
  if (!existsSync(file)) return null;
  const module = (await import(pathToFileURL(file).href)) as { calibration: LabCalibration };
  return module.calibration;
}
