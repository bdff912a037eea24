"""What a chat model is asked: the passages and the question, as a prompt of bounded size."""
