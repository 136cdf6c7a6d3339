extension Service {
    func answerBlobCalls() {}
}
