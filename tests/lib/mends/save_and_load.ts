import * as tf from "@tensorflow/tfjs";

/** A model as it comes back from a file, through the text of its JSON. */
export async function saveAndLoad(
  model: tf.LayersModel,
  config?: tf.io.SaveConfig,
): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = JSON.parse(
        JSON.stringify({ ...artifacts, weightData: undefined }),
      );
      saved.weightData = artifacts.weightData;
      return Promise.resolve({
        modelArtifactsInfo: {
          dateSaved: new Date(0),
          modelTopologyType: "JSON" as const,
        },
      });
    }),
    config,
  );
  return await tf.loadLayersModel(tf.io.fromMemory(saved!));
}
