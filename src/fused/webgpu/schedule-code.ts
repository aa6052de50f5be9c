/** The words of a schedule in WGSL. */
import {
  MOST_PASSES,
  MOST_STEPS_BACK,
  OF_CONTEXT,
  OWN_RATES,
  PASS_WORDS,
  STEP_BACK_WORDS,
} from '../schedules/encoding.ts';

/** The uniform block in WGSL. */
export const SCHEDULE_CODE = `
struct Schedule {
  pointsSize : u32, pointsTo : u32, firstTask : u32, tasksAStep : u32,
  sharedSize : u32, taskSize : u32, passes : u32, stepsBack : u32,
  differences : u32, differenceTo : u32, differenceLeft : u32, differenceRight : u32,
  fits : u32, fitAfter : u32, fitLogLambda : u32, fitNext : u32,
  fitRoom : u32, fitBacks : u32, fitBack : u32, unused : u32,
  passWords : array<vec4<u32>, ${(PASS_WORDS / 4) * MOST_PASSES}>,
  stepBackWords : array<vec4<u32>, ${(STEP_BACK_WORDS / 4) * MOST_STEPS_BACK}>,
}`;

/** The statements that take pass `index` apart. */
export const PASS_CODE = `
  let pass0 = schedule.passWords[index * ${PASS_WORDS / 4}u];
  let pass1 = schedule.passWords[index * ${PASS_WORDS / 4}u + 1u];
  let pass2 = schedule.passWords[index * ${PASS_WORDS / 4}u + 2u];
  let pass3 = schedule.passWords[index * ${PASS_WORDS / 4}u + 3u];
  let pass4 = schedule.passWords[index * ${PASS_WORDS / 4}u + 4u];
  let pass5 = schedule.passWords[index * ${PASS_WORDS / 4}u + 5u];
  let theta = placed(pass0.x, taskStart);
  let x = placed(pass0.y, taskStart);
  let y = placed(pass0.z, taskStart);
  let count = pass0.w;
  let record = placed(pass1.x, taskStart);
  let predicted = placed(pass1.y, taskStart);
  let lossTo = placed(pass1.z, taskStart);
  let judged = pass1.w;
  let descents = pass2.x;
  let details = pass2.y;
  let base = placed(pass2.z, taskStart);
  let to = placed(pass2.w, taskStart);
  let keep = bitcast<f32>(pass3.x);
  let rate = bitcast<f32>(pass3.y);
  let detailRate = bitcast<f32>(pass3.z);
  let pull = bitcast<f32>(pass3.w);
  let origin = placed(pass4.x, taskStart);
  let distanceTo = placed(pass4.y, taskStart);
  let normTo = placed(pass4.z, taskStart);
  let next = placed(pass4.w, taskStart);
  let hasRates = pass5.x == ${OWN_RATES}u;
  let contexts = select(0u, 1u, pass5.x == ${OF_CONTEXT}u);
  let rates = placed(pass5.y, taskStart);
  let contextCount = pass5.z;`;

/** The statements that take step back `index` apart. */
export const STEP_BACK_CODE = `
  let step0 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u];
  let step1 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 1u];
  let step2 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 2u];
  let step3 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 3u];
  let step4 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 4u];
  let theta = placed(step0.x, taskStart);
  let x = placed(step0.y, taskStart);
  let count = step0.z;
  let record = placed(step0.w, taskStart);
  let change = placed(step1.x, taskStart);
  let direction = placed(step1.y, taskStart);
  let rate = bitcast<f32>(step1.z);
  let along = placed(step1.w, taskStart);
  let scales = select(0u, 1u, step2.x == ${OWN_RATES}u);
  let contexts = select(0u, 1u, step2.x == ${OF_CONTEXT}u);
  let adds = step2.y;
  let solves = step2.z;
  let added = placed(step2.w, taskStart);
  let rates = placed(step3.x, taskStart);
  let gradient = placed(step3.y, taskStart);
  let alphaTo = placed(step3.z, taskStart);
  let isFirstScale = step3.w == 1u;
  let solution = placed(step4.x, taskStart);
  let contextCount = step4.x;
  let residual = placed(step4.y, taskStart);
  let isFirstSolve = step4.z == 1u;
  let y = placed(step4.w, taskStart);`;
