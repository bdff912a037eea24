"""An answer in prose: asked for, verified sentence by sentence, and cited."""
