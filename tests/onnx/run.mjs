// Runs an exported model on raw pictures:  node run.mjs MODEL INPUT SHAPE OUTPUT
//   MODEL   the ONNX file
//   INPUT   32-bit floats, little-endian, without a header
//   SHAPE   pictures,channels,height,width
//   OUTPUT  receives the probabilities as 32-bit floats, little-endian
// Prints the runtime's version and the output's shape. Without arguments it only loads the runtime.
import { readFileSync, writeFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const [model, inputPath, shapeText, outputPath] = process.argv.slice(2);
if (model !== undefined) {
  const shape = shapeText.split(',').map(Number);
  const file = readFileSync(inputPath);
  const pixels = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const result = await session.run({ input: new ort.Tensor('float32', pixels, shape) });
  const { data, dims } = result.probabilities;
  writeFileSync(outputPath, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  console.log(`onnxruntime ${ort.env.versions.node} [${dims.join(', ')}]`);
} else {
  console.log(`onnxruntime ${ort.env.versions.node}`);
}
