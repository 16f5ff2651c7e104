import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "thaw";
import { inceptionNet } from "./tests/bench/training_models.ts";
await selectBackend({name:"wasm"});
const m = inceptionNet("real", false); const model = await m.build(); const {x,y}=m.data();
await model.trainOnBatch(x,y);
const rows = new Map<string,{ms:number,calls:number,mac:number}>();
for (const k of tf.getKernelsForBackend("wasm")) {
  if (!["Conv2D","FusedConv2D","Conv2DBackpropFilter","Conv2DBackpropInput"].includes(k.kernelName)) continue;
  const f = k.kernelFunc;
  k.kernelFunc = (g:any) => { const t=performance.now(); const r=f(g); const ms=performance.now()-t;
    const i=g.inputs, a=g.attrs; let key=k.kernelName, mac=0;
    const fs = k.kernelName==="Conv2DBackpropFilter" ? a.filterShape : i.filter.shape;
    const out = k.kernelName==="Conv2DBackpropFilter"||k.kernelName==="Conv2DBackpropInput" ? i.dy.shape : (r as any).shape;
    mac = out[0]*out[1]*out[2]*fs[0]*fs[1]*fs[2]*fs[3];
    key += ` f${fs} s${a.strides} out${out}`;
    const e=rows.get(key)??{ms:0,calls:0,mac:0}; e.ms+=ms;e.calls++;e.mac+=mac; rows.set(key,e); return r; };
}
await model.trainOnBatch(x,y); rows.clear(); await model.trainOnBatch(x,y);
const tot = new Map<string,number[]>();
for (const [k,e] of rows){const n=k.split(" ")[0]; const t=tot.get(n)??[0,0]; t[0]+=e.ms;t[1]+=e.mac; tot.set(n,t);}
console.log([...tot].map(([k,[ms,mac]])=>`${k} ${ms.toFixed(0)} ms ${(2*mac/ms/1e6).toFixed(1)} GF/s`).join("\n"));
for (const [k,e] of [...rows].sort((a,b)=>b[1].ms-a[1].ms).slice(0,45)) console.log(k, e.calls, e.ms.toFixed(0)+"ms", (2*e.mac/e.ms/1e6).toFixed(1)+"GF/s");
