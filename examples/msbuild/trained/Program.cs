using System;
using System.IO;

// What ships with the model: here it only says that it has one.
string model = Path.Combine(AppContext.BaseDirectory, "shapes.safetensors");
Console.WriteLine($"{Path.GetFileName(model)}: {new FileInfo(model).Length} bytes");
