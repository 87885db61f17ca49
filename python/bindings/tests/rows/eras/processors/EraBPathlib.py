# Name: EraBPathlib
import inviwopy as ivw
from inviwopy.properties import FileProperty, DirectoryProperty, StringProperty, InvalidationLevel
from pathlib import Path


class EraBPathlib(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.file = FileProperty("file", "File", invalidationLevel=InvalidationLevel.InvalidResources)
        self.folder = DirectoryProperty("folder", "Folder")
        self.said = StringProperty("said", "Said")
        self.outport = ivw.data.VolumeOutport("outport")
        self.addOutport(self.outport)
        self.addProperties([self.file, self.folder, self.said])

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.era.b.pathlib",
            displayName="Era B Pathlib",
            category="Python",
            codeState=ivw.CodeState.Stable,
            tags=ivw.Tags.PY,
            help=ivw.unindentMd2doc(r'''
            Reads *a file* by `pathlib`.

            ### Properties
              * __file__ what is read
            '''),
        )

    def getProcessorInfo(self):
        return EraBPathlib.processorInfo()

    def initializeResources(self):
        file: Path = self.file.value
        if not file.is_file():
            return
        assert isinstance(file, Path)
        lines = [f"{file.stem}|{file.suffix}|{(file.parent / 'other.txt').name}", file.read_text().strip(), str(file.exists())]
        self.said.value = "\n".join(lines)

    def process(self):
        pass
